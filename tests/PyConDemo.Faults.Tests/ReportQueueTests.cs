[assembly: AssemblyFixture(typeof(PyConDemo.Faults.Tests.FaultBench))]

namespace PyConDemo.Faults.Tests;

/// <summary>Every accepted report is taken up again soon after a fault, whatever broke, and is finished once. Each test
/// prints a row of the table in docs/faults.md.</summary>
[Collection("faults")] // one at a time: all of them break the same server
public sealed class ReportQueueTests(FaultBench bench, ITestOutputHelper output)
{
    private static readonly int Kills = TestSize.Choose(plain: 1, full: 20);
    private static readonly int Crashes = TestSize.Choose(plain: 1, full: 10);

    // A fixed seed, so that a plain run is always the same.
    private readonly Random _random = new(20261127);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Kill_of_a_worker() => RunAsync("kill -9 of a worker", Kills, async load =>
    {
        var worker = bench.Hide(await bench.StartAsync()); // no client asks it, so it only works
        await MakeBusyAsync(load);
        await bench.EndAsync(worker, process => process.KillAsync());
    });

    [Fact]
    public Task Kill_of_a_web_process() => RunAsync("kill -9 of a web process", Kills, async load =>
    {
        await MakeBusyAsync(load);
        await bench.EndAsync(bench.Processes[0], process => process.KillAsync());
        await bench.StartAsync();
    });

    [Fact]
    public Task Sigterm() => RunAsync("SIGTERM of a process", Kills, async load =>
    {
        await MakeBusyAsync(load);
        await bench.EndAsync(bench.Processes[0], process => process.TerminateAsync(Cancel));
        await bench.StartAsync();
    });

    [Fact]
    public Task Crash_of_PostgreSQL() => RunAsync("restart of PostgreSQL with -m immediate", Crashes, async load =>
    {
        await MakeBusyAsync(load);
        await bench.Server.CrashAsync();
    });

    [Fact]
    public Task Frozen_PostgreSQL() => RunAsync($"PostgreSQL frozen for {Seconds(20)} s", 1, async load =>
    {
        await MakeBusyAsync(load);
        await bench.Server.FreezeAsync(TimeSpan.FromSeconds(Seconds(20)));
    });

    [Fact]
    public Task Full_disk_of_the_database() => RunAsync($"disk of the database full for {Seconds(40)} s", 1, async load =>
    {
        await MakeBusyAsync(load);
        await bench.DatabaseDisk.FillAsync();
        await Task.Delay(TimeSpan.FromSeconds(Seconds(40)), Cancel);
        bench.DatabaseDisk.Free();
        await bench.Server.EnsureRunningAsync();
    });

    [Fact]
    public Task Full_object_store() => RunAsync($"object store full for {Seconds(40)} s", 1, async load =>
    {
        DeletePdfs();
        await bench.StoreDisk.FillAsync();
        await MakeBusyAsync(load);
        await Task.Delay(TimeSpan.FromSeconds(Seconds(40)), Cancel);
        bench.StoreDisk.Free();
    }, mayFail: true);

    [Fact]
    public Task Read_only_object_store() => RunAsync($"object store read-only for {Seconds(40)} s", 1, async load =>
    {
        DeletePdfs();
        await bench.StoreDisk.MakeReadOnlyAsync();
        await MakeBusyAsync(load);
        await Task.Delay(TimeSpan.FromSeconds(Seconds(40)), Cancel);
        await bench.StoreDisk.MakeWritableAsync();
    }, mayFail: true);

    [Fact]
    public async Task Clock_set_back()
    {
        var library = FakeClock.FindLibrary();
        Assert.SkipWhen(library is null, "libfaketime is not installed.");
        using var clock = new FakeClock(library!);
        await bench.ReplaceAsync(clock.Settings);
        await RunAsync("clock set back by an hour, and a kill -9", 1, async load =>
        {
            // Retries are scheduled, and locks are held, at times that are now in the future.
            DeletePdfs();
            await bench.StoreDisk.MakeReadOnlyAsync();
            await MakeBusyAsync(load);
            await bench.EndAsync(bench.Processes[0], process => process.KillAsync());
            clock.SetBack(TimeSpan.FromHours(1));
            await bench.StartAsync(clock.Settings);
            await bench.StoreDisk.MakeWritableAsync();
        }, mayFail: true);
        await bench.ReplaceAsync([]);
    }

    private Task RunAsync(string fault, int times, Func<ReportLoad, Task> breakAndMend, bool mayFail = false)
    {
        Assert.SkipWhen(bench.Missing is not null, bench.Missing ?? "");
        return new FaultRun(bench, output).RunAsync(fault, times, breakAndMend, mayFail);
    }

    /// <summary>The length of a fault. A plain run breaks things for a shorter time.</summary>
    private static int Seconds(int full) => TestSize.Choose(plain: full / 4, full);

    // Some reports are being rendered now, and others wait.
    private async Task MakeBusyAsync(ReportLoad load)
    {
        await Task.Delay(_random.Next(500), Cancel);
        await load.BurstAsync(10);
        await Task.Delay(_random.Next(500), Cancel);
    }

    // Reports of one month share a PDF, and a PDF that is there is not written again.
    private void DeletePdfs()
    {
        var folder = Path.Combine(bench.StoreDisk.Path, "reports");
        foreach (var pdf in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) File.Delete(pdf);
    }
}
