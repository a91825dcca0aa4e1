using System.CommandLine;
using PyConDemo.Stage.Page;

namespace PyConDemo.Stage.CommandLine;

/// <summary>Without a command's name: the page.</summary>
internal static class PageCommand
{
    public static void AddTo(RootCommand root)
    {
        var common = new CommonOptions();
        var urls = new Option<string>("--urls") { Description = "Where to serve the page.", DefaultValueFactory = _ => PageSettings.DefaultUrls };
        var closed = new Option<bool>("--no-open") { Description = "Print the page's address, and leave the browser alone." };
        var thorough = new Option<bool>("--thorough") { Description = "Races by the full method: about a minute each." };
        foreach (var option in (Option[])[common.Target, common.Scale, common.Verbose, urls, closed, thorough]) root.Add(option);
        root.SetAction(async (line, cancellationToken) =>
        {
            try
            {
                await PageApp.RunAsync(new PageSettings(line.GetValue(common.Target), line.GetValue(common.Scale), line.GetValue(urls)!,
                    !line.GetValue(closed), line.GetValue(thorough), line.GetValue(common.Verbose)), cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is how a page ends.
            }

            return (int)ExitCode.Success;
        });
    }
}
