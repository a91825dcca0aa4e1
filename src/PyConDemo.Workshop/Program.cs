using PyConDemo.Workshop;

return await WorkshopCommandLine.RunAsync(args);
