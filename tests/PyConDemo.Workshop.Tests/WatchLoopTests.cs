using System.Threading.Channels;
using static PyConDemo.Workshop.Tests.FakeJudge;

namespace PyConDemo.Workshop.Tests;

/// <summary>Runs the loop with a judge, keys and saves that the test controls.</summary>
public sealed class WatchLoopTests : IAsyncDisposable
{
    private const string First = "n-plus-one", Second = "offset-pagination", Third = "fat-payloads";
    private readonly ScratchLanes _lanes = new();
    private readonly RecordingView _view = new();
    private readonly Channel<char> _keys = Channel.CreateUnbounded<char>();
    private readonly Channel<LaneFileChanges> _changes = Channel.CreateUnbounded<LaneFileChanges>();
    private readonly CancellationTokenSource _ctrlC = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
    private readonly FakeJudge _judge;
    private Task? _loop;

    public WatchLoopTests() => _judge = new(_lanes);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_begins_with_the_first_exercise_that_is_not_done()
    {
        await DoneAsync(First);
        _lanes.Write(Second, Refused);
        Start();
        await _view.SeesAsync($"ended {Second}: refused", Cancel);
        Assert.Equal(
            ["list", $"started {Second}", "passed the first step", $"ended {Second}: refused"], _view.Shown);
        Assert.Equal(1, _judge.Prepared);
    }

    [Fact]
    public async Task Files_saved_at_once_are_all_checked_one_at_a_time()
    {
        await StartRefusedAsync();
        foreach (var slug in (string[])[First, Second, Third]) _lanes.Write(slug, Accepted);
        Save(First, Second, Third);
        await _view.SeesAsync($"ended {Third}: accepted", Cancel);
        Assert.Equal(
            [$"ended {First}: refused", $"ended {First}: accepted", $"ended {Second}: accepted", $"ended {Third}: accepted"],
            _view.Verdicts);
        Assert.Equal(1, _judge.MostAtOnce);
    }

    [Fact]
    public async Task A_newer_save_of_the_same_file_cancels_the_check()
    {
        _lanes.Write(First, Waits);
        Start();
        await ChecksAsync($"{First} {Waits}");
        _lanes.Write(First, Accepted);
        Save(First);
        await _view.SeesAsync($"ended {First}: accepted", Cancel);
        Assert.Equal([$"{First} {Waits}", $"{First} {Accepted}"], _judge.Checks);
        Assert.Single(_view.Verdicts);
    }

    [Fact]
    public async Task After_a_save_of_another_file_the_cancelled_exercise_comes_again()
    {
        _lanes.Write(First, Waits);
        _lanes.Write(Third, Refused);
        Start();
        await ChecksAsync($"{First} {Waits}");
        Save(Third);
        await ChecksAsync($"{First} {Waits}", times: 2);
        Assert.Equal([$"{First} {Waits}", $"{Third} {Refused}", $"{First} {Waits}"], _judge.Checks);
        Assert.Equal([$"ended {Third}: refused"], _view.Verdicts);
        Assert.Equal(1, _judge.MostAtOnce);
    }

    [Fact]
    public async Task A_verdict_that_comes_after_a_newer_save_is_not_shown()
    {
        _lanes.Write(First, Stubborn);
        Start();
        await ChecksAsync($"{First} {Stubborn}");
        _lanes.Write(First, Refused);
        Save(First);
        Save(First); // the first of both is handled when the second one is read
        await Eventually.TrueAsync(() => _changes.Reader.Count == 0, "both saves are read", Cancel);
        _judge.Release(); // it accepts the old text, though it was cancelled
        await _view.SeesAsync($"ended {First}: refused", Cancel);
        Assert.Equal([$"ended {First}: refused"], _view.Verdicts);
        Assert.False(_lanes.Progress.Of(First).Done);
    }

    [Fact]
    public async Task A_verdict_on_a_text_that_is_no_longer_there_is_not_shown()
    {
        _lanes.Write(First, Stubborn);
        Start();
        await ChecksAsync($"{First} {Stubborn}");
        _lanes.Write(First, Refused); // the watcher has not reported it yet
        _judge.Release();
        await _view.SeesAsync($"ended {First}: refused", Cancel);
        Assert.Equal([$"ended {First}: refused"], _view.Verdicts);
        Assert.False(_lanes.Progress.Of(First).Done);
    }

    [Fact]
    public async Task What_does_not_compile_blocks_only_itself()
    {
        _lanes.Write(First, Broken);
        _lanes.Write(Second, Accepted);
        Start();
        await _view.SeesAsync($"ended {First}: line 7", Cancel);
        Save(First, Second);
        await _view.SeesAsync($"ended {Second}: accepted", Cancel);
        Assert.Equal([$"ended {First}: line 7", $"ended {First}: line 7", $"ended {Second}: accepted"], _view.Verdicts);
    }

    [Fact]
    public async Task A_failed_check_does_not_end_the_loop()
    {
        _lanes.Write(First, Fails);
        Start();
        await _view.SeesAsync($"ended {First}: The API did not start.", Cancel);
        _lanes.Write(First, Accepted);
        Save(First);
        await _view.SeesAsync($"ended {First}: accepted", Cancel);
        Assert.True(_lanes.Progress.Of(First).Done);
    }

    [Theory]
    [InlineData(Refused, "refused")]
    [InlineData(Broken, "line 7")]
    public async Task A_tick_stays_after_an_experiment(string experiment, string verdict)
    {
        _lanes.Write(First, Accepted);
        Start();
        await _view.SeesAsync($"ended {First}: accepted", Cancel);
        _lanes.Write(First, experiment);
        Save(First);
        await _view.SeesAsync($"ended {First}: still done, {verdict}", Cancel);
        Assert.Equal(new(true, 0, null), _lanes.Progress.Of(First));
    }

    [Fact]
    public async Task X_pressed_twice_restores_the_file_and_clears_the_tick()
    {
        var shipped = _lanes.Read(First);
        await DoneAsync(Second, Third, "hot-aggregations", "row-locking", "long-requests");
        _lanes.Write(First, Accepted);
        Start();
        await _view.SeesAsync($"ended {First}: accepted", Cancel);
        Press("hx");
        await _view.SeesAsync("Press x again to reset NPlusOneYours.cs. A copy of your version is kept.", Cancel);
        Assert.Equal(Accepted, _lanes.Read(First));
        Press("x");
        await _view.SeesAsync($"ended {First}: refused", Cancel);
        Assert.Equal(shipped, _lanes.Read(First));
        var backup = Assert.Single(Directory.GetFiles(Path.Combine(_lanes.Workshop, "backups")));
        Assert.Equal(Accepted, await File.ReadAllTextAsync(backup, Cancel));
        Assert.Contains($"NPlusOneYours.cs is reset. Your version is kept in {backup}.", _view.Shown);
        Assert.Equal(new(false, 0, "Too many commands."), _lanes.Progress.Of(First));
    }

    [Fact]
    public async Task Another_key_between_two_x_keeps_the_file()
    {
        await StartRefusedAsync();
        Press("xlxl");
        await _view.SeesAsync("list", Cancel, times: 3); // one is from the start
        Assert.Equal(Refused, _lanes.Read(First));
        Assert.Equal(2, _view.Shown.Count(line => line.StartsWith("Press x again", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_deleted_file_can_be_restored()
    {
        await StartRefusedAsync();
        _lanes.Delete(First);
        Save(First);
        await _view.SeesAsync($"ended {First}: gone", Cancel);
        Press("s");
        await _view.SeesAsync("NPlusOneYours.cs is gone. Press x to restore it.", Cancel);
        Press("xx");
        await _view.SeesAsync("NPlusOneYours.cs is reset.", Cancel);
        Assert.Contains("YOUR TURN", _lanes.Read(First), StringComparison.Ordinal);
        Assert.Single(_judge.Checks, $"{First} {Refused}");
    }

    [Fact]
    public async Task A_changed_file_that_is_not_checked_is_named()
    {
        await StartRefusedAsync();
        _changes.Writer.TryWrite(new([], [(ScratchLanes.Exercise(First), "NPlusOneBad.cs")]));
        await _view.SeesAsync("You have changed NPlusOneBad.cs. The workshop checks only NPlusOneYours.cs.", Cancel);
        Assert.Single(_judge.Checks);
    }

    [Fact]
    public async Task Keys_show_hints_the_solution_and_the_list()
    {
        await StartRefusedAsync();
        var before = _view.Shown.Count;
        Press("hhsL");
        await _view.SeesAsync("list", Cancel, times: 2);
        Assert.Equal([$"hint 1 of {First}", $"hint 2 of {First}", $"solution of {First}", "list"], _view.Shown.Skip(before));
    }

    [Fact]
    public async Task A_hint_of_a_second_terminal_is_not_overwritten()
    {
        await StartRefusedAsync();
        await new AttendeeProgress(_lanes.Workshop).GiveHintAsync(ScratchLanes.Exercise(First), Cancel);
        Press("h");
        await _view.SeesAsync($"hint 2 of {First}", Cancel);
        _lanes.Write(First, Accepted);
        Save(First);
        await _view.SeesAsync($"ended {First}: accepted", Cancel);
        Assert.Equal(new(true, 2, null), _lanes.Progress.Of(First));
    }

    [Fact]
    public async Task N_goes_to_the_next_one_and_r_checks_again()
    {
        await DoneAsync(Second);
        _lanes.Write(Third, Refused);
        await StartRefusedAsync();
        Press("n");
        await _view.SeesAsync($"ended {Third}: refused", Cancel);
        Press("r");
        await _view.SeesAsync($"ended {Third}: refused", Cancel, times: 2);
        Assert.Equal([$"{First} {Refused}", $"{Third} {Refused}", $"{Third} {Refused}"], _judge.Checks);
    }

    [Fact]
    public async Task A_verdict_that_comes_after_n_is_not_shown()
    {
        _lanes.Write(First, Stubborn);
        _lanes.Write(Second, Refused);
        Start();
        await ChecksAsync($"{First} {Stubborn}");
        Press("nl");
        await _view.SeesAsync("list", Cancel, times: 2); // so n was obeyed
        _judge.Release();
        await _view.SeesAsync($"ended {Second}: refused", Cancel);
        Assert.Equal([$"ended {Second}: refused"], _view.Verdicts);
        Assert.False(_lanes.Progress.Of(First).Done);
    }

    [Fact]
    public async Task Q_ends_the_loop_and_its_check()
    {
        _lanes.Write(First, Waits);
        Start();
        await ChecksAsync($"{First} {Waits}");
        Press("q");
        await _loop!.WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        Assert.Equal(0, _judge.Running);
        Assert.Empty(_view.Verdicts);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_loop_and_its_check()
    {
        _lanes.Write(First, Waits);
        Start();
        await ChecksAsync($"{First} {Waits}");
        await _ctrlC.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _loop!.WaitAsync(TimeSpan.FromMinutes(2), Cancel));
        Assert.Equal(0, _judge.Running);
    }

    [Fact]
    public async Task When_the_terminal_is_closed_the_files_are_still_watched()
    {
        await StartRefusedAsync();
        _keys.Writer.Complete();
        _lanes.Write(First, Accepted);
        Save(First);
        await _view.SeesAsync($"ended {First}: accepted", Cancel);
    }

    [Fact]
    public async Task An_error_of_the_watcher_ends_the_loop()
    {
        await StartRefusedAsync();
        _changes.Writer.Complete(new IOException("The files cannot be watched."));
        await Assert.ThrowsAsync<IOException>(() => _loop!.WaitAsync(TimeSpan.FromMinutes(2), Cancel));
    }

    private void Start()
    {
        var loop = new WatchLoop(_lanes.Files, _lanes.Progress, _lanes.Reset, new(_lanes.Files, _lanes.Progress, _judge), _view);
        _loop = loop.RunAsync(_keys.Reader.ReadAllAsync(), _changes.Reader.ReadAllAsync(), _ctrlC.Token);
    }

    private async Task StartRefusedAsync()
    {
        _lanes.Write(First, Refused);
        Start();
        await _view.SeesAsync($"ended {First}: refused", Cancel);
    }

    private void Press(string keys)
    {
        foreach (var key in keys) _keys.Writer.TryWrite(key);
    }

    private void Save(params string[] slugs)
        => _changes.Writer.TryWrite(new([.. slugs.Select(ScratchLanes.Exercise)], []));

    private async Task DoneAsync(params string[] slugs)
    {
        foreach (var slug in slugs) await _lanes.Progress.ChangeAsync(slug, state => state with { Done = true }, Cancel);
    }

    private Task ChecksAsync(string check, int times = 1)
        => Eventually.TrueAsync(() => _judge.Checks.Count(c => c == check) == times, $"{times} times {check}", Cancel);

    public async ValueTask DisposeAsync()
    {
        _judge.Release();
        await _ctrlC.CancelAsync();
        if (_loop is not null) await Task.WhenAny(_loop); // its outcome was the test's matter
        _ctrlC.Dispose();
        _lanes.Dispose();
    }
}
