using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist;

/// <summary>An examination that is under way. Thread-safe, except that who opened it disposes it, in the same method.</summary>
public sealed class Exam : IAsyncDisposable
{
    private static readonly AsyncLocal<Recorder?> Ambient = new();
    private readonly Recorder? _outer = Ambient.Value;
    private readonly Recorder _recorder;
    private readonly IDisposable _listening = CommandListener.Listen();

    internal Exam(string name, int maxShapes, TimeProvider time)
    {
        Name = name;
        Ambient.Value = _recorder = new Recorder(_outer, maxShapes, time);
    }

    /// <summary>What is examined, for people.</summary>
    public string Name { get; }

    /// <summary>What it has cost until now, or until the exam's end.</summary>
    public Vitals Vitals => _recorder.Snapshot();

    // The exam that the running code belongs to. Flows like every AsyncLocal: into what is awaited or started, never sideways.
    internal static Recorder? Current => Ambient.Value;

    /// <summary>Ends the exam: what its code still runs in the background counts no more.</summary>
    /// <remarks>Not an async method: what those set in an AsyncLocal is undone when they return.</remarks>
    public ValueTask DisposeAsync()
    {
        _recorder.Close();
        _listening.Dispose();
        if (ReferenceEquals(Ambient.Value, _recorder)) Ambient.Value = _outer;
        return ValueTask.CompletedTask;
    }
}
