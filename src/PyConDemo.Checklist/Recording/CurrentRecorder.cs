namespace PyConDemo.Checklist.Recording;

/// <summary>The measurement that the running code belongs to. Flows like every AsyncLocal: into what is awaited or started, never sideways.</summary>
internal static class CurrentRecorder
{
    private static readonly AsyncLocal<Recorder?> Local = new();

    public static Recorder? Value
    {
        get => Local.Value;
        set => Local.Value = value;
    }
}
