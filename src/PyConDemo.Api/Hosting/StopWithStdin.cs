namespace PyConDemo.Api.Hosting;

/// <summary>Stops the program when its standard input closes. The system closes it when the parent process ends, even
/// if the parent is killed.</summary>
public sealed class StopWithStdin(DemoSettings settings, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (!settings.StopWithStdin) return;

        await using var stdin = Console.OpenStandardInput();
        var ignored = new byte[64];
        while (await stdin.ReadAsync(ignored, cancellationToken) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
