using PyConDemo.Stage.CommandLine;
using PyConDemo.Stage.Page.Sources;

CodeHighlighter.LimitMatching();
return await StageCommandLine.RunAsync(args);
