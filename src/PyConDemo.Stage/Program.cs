using PyConDemo.Stage.CommandLine;

return await StageCommandLine.RunAsync(args);
