// This runs the API with the fixes added as a hosting startup, so the API needs no reference to them.
Environment.SetEnvironmentVariable("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", "PyConDemo.Workshop.Fixes");
AppDomain.CurrentDomain.ExecuteAssemblyByName("PyConDemo.Api", args);
