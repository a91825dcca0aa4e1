namespace PyConDemo.Api.Hosting;

/// <summary>Ends the program when its standard input closes: a parent that is killed can't stop its children in any other way.</summary>
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
