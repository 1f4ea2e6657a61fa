"""Every door to the outside: the command line and HTTP. A command or a route is parse, one call, render."""
