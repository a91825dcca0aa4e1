using PyConDemo.Folders;

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
        command.SetAction(async (line, cancellationToken) =>
        {
            using var notice = StopNotice.On(cancellationToken);
            await using (var session = await common.OpenAsync(line, cancellationToken))
            {
                var counts = await session.Client.ResetAsync(cancellationToken);
                Console.WriteLine($"Removed {counts.Reports:N0} reports, {counts.Objects:N0} PDFs and "
                    + $"{counts.HangfireJobs:N0} background jobs; {counts.Jobs:N0} jobs are pending.");
            }

            if (line.GetValue(replays)) RemoveReplays(ReplayFolder.Default);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void RemoveReplays(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(PrivateFolder.Open(folder), "*.json") : [];
        foreach (var file in files) File.Delete(file);
        Console.WriteLine($"Removed {files.Length:N0} replays from {folder}.");
    }
}
