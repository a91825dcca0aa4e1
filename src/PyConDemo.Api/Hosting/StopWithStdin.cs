namespace PyConDemo.Api.Hosting;

/// <summary>Stops the program when its standard input closes, as it does when the parent ends or is killed.</summary>
public sealed class StopWithStdin(DemoSettings settings, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (!settings.StopWithStdin) return;

        await using var stdin = Console.OpenStandardInput();
        var ignored = new byte[64];
        // A read of a pipe can't be cancelled. Without WaitAsync, a SIGTERM would wait for it until the host's limit.
        while (await stdin.ReadAsync(ignored, cancellationToken).AsTask().WaitAsync(cancellationToken) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
