// The API itself, with the fixes as a hosting startup: ASP.NET Core's own way to add to a program that doesn't know about it.
Environment.SetEnvironmentVariable("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", "PyConDemo.Workshop.Fixes");
AppDomain.CurrentDomain.ExecuteAssemblyByName("PyConDemo.Api", args);
