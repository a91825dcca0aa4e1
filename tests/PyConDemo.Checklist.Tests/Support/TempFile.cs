namespace PyConDemo.Checklist.Tests.Support;

/// <summary>A file that is deleted at the end.</summary>
public sealed class TempFile : IDisposable
{
    public TempFile(byte[] content) => File.WriteAllBytes(Path, content);

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
