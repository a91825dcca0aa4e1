using System.Runtime.InteropServices;
using PyConDemo.CommandLine;
using PyConDemo.Figures.Documents;
using PyConDemo.Figures.Measuring;

string[] parts = ["counts", "races", "pictures", "pages"];
if (args is ["--check"]) return Check();
if (args.FirstOrDefault(argument => !parts.Contains(argument)) is { } unknown)
    return Fail($"'{unknown}' is not known. There are: {string.Join(", ", parts)}, --check.");

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// The data is fresh, because pages that earlier runs touched would change the buffers.
using var folder = new ScratchFolder(TestFolders.OnDisk);
foreach (var (name, value) in folder.Settings(measured: true)) Environment.SetEnvironmentVariable(name, value);

FiguresFile file;
try
{
    file = FiguresFile.Load();
}
catch (FormatException e)
{
    return Fail(e.Message);
}

var failed = false;
await RunAsync("counts", () => CountsPart.RunAsync(file, stop.Token));
await RunAsync("races", () => RacesPart.RunAsync(file, stop.Token));
await RunAsync("pictures", () => PicturesPart.RunAsync(stop.Token));
WritePages();
return Check() == 0 && !failed ? 0 : 1;

// The program ends by itself, after it has stopped the processes that it started.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

async Task RunAsync(string part, Func<Task> run)
{
    if ((args.Length > 0 && !args.Contains(part)) || stop.IsCancellationRequested) return;
    try
    {
        await run();
        file.Save();
    }
    // An error in one part must not cost the results of the others.
    catch (Exception e) when (e is not OutOfMemoryException)
    {
        failed = true;
        Progress.Say($"{part}: {(stop.IsCancellationRequested ? "stopped" : e.Message.ReplaceLineEndings(" "))}");
    }
}

void WritePages()
{
    foreach (var path in Document.All())
    {
        var full = Path.Combine(Repository.Root, path);
        var text = File.ReadAllText(full);
        var written = Document.Rewrite(text, file);
        if (written == text) continue;
        File.WriteAllText(full, written);
        Progress.Say($"pages: {path}");
    }
}

static int Check()
{
    try
    {
        var figures = FiguresFile.Load();
        var problems = Document.All().SelectMany(
            path => Document.Problems(path, File.ReadAllText(Path.Combine(Repository.Root, path)), figures)).ToArray();
        foreach (var problem in problems) Console.Error.WriteLine(problem);
        return problems.Length == 0 ? 0 : 1;
    }
    catch (FormatException e)
    {
        return Fail(e.Message);
    }
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return (int)ExitCode.Usage;
}
