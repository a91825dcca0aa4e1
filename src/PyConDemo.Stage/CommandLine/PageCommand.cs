using PyConDemo.Stage.Page;

namespace PyConDemo.Stage.CommandLine;

/// <summary>The program without a command's name: serves the page.</summary>
internal static class PageCommand
{
    public static void AddTo(RootCommand root)
    {
        var common = new CommonOptions();
        var urls = CommonOptions.WithDefault(
            "--urls", PageSettings.DefaultUrls, "The address of the page, or several with semicolons.");
        var noOpen = new Option<bool>("--no-open") { Description = "Print the page's address and open no browser." };
        var thorough = new Option<bool>("--thorough") { Description = "Race by the full method, about a minute each." };
        foreach (var option in (Option[])[common.Target, common.Scale, common.Verbose, urls, noOpen, thorough])
            root.Add(option);
        root.SetAction(async (line, cancellationToken) =>
        {
            var settings = new PageSettings(
                line.GetValue(common.Target), line.GetValue(common.Scale), line.GetValue(urls)!,
                !line.GetValue(noOpen), line.GetValue(thorough), line.GetValue(common.Verbose))
            {
                AllowedHosts = AllowedHostsVariable.Read(),
                ApiPort = PreferredPort.OfApi(),
            };
            PageAddresses.Check(settings.Urls);
            using var notice = StopNotice.On(cancellationToken);
            try
            {
                await PageApp.RunAsync(settings, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is the usual way to end the page.
            }

            return (int)ExitCode.Success;
        });
    }
}
