namespace PyConDemo.Faults.Tests;

/// <summary>The clock of processes that are started with <see cref="Settings"/>. A test can set it back while they run.
/// Timers are not affected, as with a real clock that somebody sets back.</summary>
internal sealed class FakeClock : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly string _library;

    public FakeClock(string library)
    {
        _library = library;
        SetBack(TimeSpan.Zero);
    }

    public (string Name, string Value)[] Settings =>
    [
        ("LD_PRELOAD", _library),
        ("FAKETIME_TIMESTAMP_FILE", File),
        ("FAKETIME_CACHE_DURATION", "1"), // seconds between two readings of the file
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("FAKETIME_FORCE_MONOTONIC_FIX", "0"), // with it, timed waits of .NET end late or not at all
    ];

    private string File => Path.Combine(_folder.Path, "clock");

    /// <summary>The library of Debian's package faketime, or null.</summary>
    public static string? FindLibrary() => !Directory.Exists("/usr/lib") ? null : Directory
        .EnumerateDirectories("/usr/lib", "*-linux-gnu")
        .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
        .FirstOrDefault(System.IO.File.Exists);

    public void SetBack(TimeSpan time) => System.IO.File.WriteAllText(File, $"-{(int)time.TotalSeconds}s\n");

    public void Dispose() => _folder.Dispose();
}
