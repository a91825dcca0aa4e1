namespace PyConDemo.Stage.CommandLine;

/// <summary>`reset`: removes what a rehearsal left behind.</summary>
internal static class ResetCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var replays = new Option<bool>("--replays") { Description = "Also remove the saved replays." };
        var command = new Command("reset",
            "Reset between rehearsals: remove reports, PDFs and background jobs, and refill the job queue.")
        {
            common.Target, common.Scale, common.Verbose, replays,
        };
        command.SetAction((line, cancellationToken)
            => RunAsync(line, common, line.GetValue(replays), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult line, CommonOptions common, bool replays, CancellationToken cancellationToken)
    {
        await using (var session = await common.OpenAsync(line, cancellationToken))
        {
            var counts = await session.Client.ResetAsync(cancellationToken);
            Console.WriteLine($"Removed {counts.Reports:N0} reports, {counts.Objects:N0} PDFs and "
                + $"{counts.HangfireJobs:N0} background jobs; {counts.Jobs:N0} jobs are pending.");
        }

        if (replays)
        {
            var folder = ReplayFolder.Default;
            Console.WriteLine($"Removed {RemoveReplays(folder):N0} replays from {folder}.");
        }

        return (int)ExitCode.Success;
    }

    private static int RemoveReplays(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
        foreach (var file in files) File.Delete(file);
        return files.Length;
    }
}
