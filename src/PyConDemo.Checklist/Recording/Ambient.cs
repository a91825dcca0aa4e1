namespace PyConDemo.Checklist.Recording;

/// <summary>The exam that the running code belongs to. Flows like every AsyncLocal: into what is awaited or started, never sideways.</summary>
internal static class Ambient
{
    private static readonly AsyncLocal<Recorder?> Local = new();

    public static Recorder? Recorder
    {
        get => Local.Value;
        set => Local.Value = value;
    }
}
