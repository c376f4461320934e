@rem npm runs scripts in cmd.exe on Windows, which has no exec: there it just runs the command.
@%*
