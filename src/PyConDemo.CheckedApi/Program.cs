using System.Diagnostics;
using PyConDemo.CheckedApi;

// This runs the API, and adds to its host just before it is built. So the API needs no reference to this program.
using var listening = DiagnosticListener.AllListeners.Subscribe(new HostListener());
AppDomain.CurrentDomain.ExecuteAssemblyByName("PyConDemo.Api", args);
