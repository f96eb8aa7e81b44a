using Quanta.Cli;

return CommandLineEntry.Run(args);
