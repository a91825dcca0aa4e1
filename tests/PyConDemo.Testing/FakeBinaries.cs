using System.Security.Cryptography;

namespace PyConDemo.Testing;

/// <summary>Programs with the names of PostgreSQL's. They only tell a version.</summary>
public static class FakeBinaries
{
    public const string Version = "17.10.0";

    /// <param name="ballast">How many megabytes to add, so that download and unpacking take a while.</param>
    /// <returns>The folder of bin and lib.</returns>
    public static string Make(ScratchFolder folder, int ballast = 0)
    {
        foreach (var program in new[] { "postgres", "initdb", "pg_ctl" })
            folder.File($"made/bin/{program}", "#!/bin/sh\necho 'postgres (PostgreSQL) 17.10'\n", executable: true);
        var ballastFile = folder.File("made/lib/ballast");
        File.WriteAllBytes(ballastFile, RandomNumberGenerator.GetBytes(ballast << 20));
        return Path.Combine(folder.Path, "made");
    }
}
