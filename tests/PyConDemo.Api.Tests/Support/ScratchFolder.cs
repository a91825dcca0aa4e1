namespace PyConDemo.Api.Tests.Support;

/// <summary>A folder of one test. In /var/tmp on Unix: a server that root starts runs as another user, who has to reach it.</summary>
public sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(
        OperatingSystem.IsWindows() ? System.IO.Path.GetTempPath() : "/var/tmp", $"pycondemo-test-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
