using System.Threading.Channels;

namespace PyConDemo.Workshop;

/// <summary>Checks each saved lane, and obeys the keys. Keys, saves and verdicts are handled one after the other, and
/// one check runs at a time.</summary>
internal sealed class WatchLoop(
    LaneFiles files, AttendeeProgress progress, LaneReset reset, LaneCheck checks, IWatchView view)
{
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>();
    private readonly List<Exercise> _waiting = [];
    private RunningCheck? _running;
    private Exercise? _shown, _toReset;
    private bool _continues, _quit;
    private CancellationToken _stop;

    /// <summary>Checks the first exercise that is not done, and then what is saved, until q is pressed.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled. No check runs any more.</exception>
    public async Task RunAsync(
        IAsyncEnumerable<char> keys, IAsyncEnumerable<LaneFileChanges> changes, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stop = stop.Token;
        Task[] sources = [ForwardAsync(keys, OnKeyAsync), ForwardAsync(changes, OnChangesAsync)];
        try
        {
            view.List();
            CheckNow(progress.Current());
            while (!_quit) await (await _work.Reader.ReadAsync(_stop))();
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll([.. sources, _running?.Task ?? Task.CompletedTask]);
        }
    }

    /// <summary>Shows a note of another thread, as soon as the loop has time.</summary>
    public void Note(string text) => Post(() => view.Note(text));

    /// <summary>Shows everything again in the terminal's new size, as soon as the loop has time.</summary>
    public void Resized() => Post(view.Resized);

    private async Task ForwardAsync<T>(IAsyncEnumerable<T> source, Func<T, Task> handle)
    {
        try
        {
            await foreach (var item in source.WithCancellation(_stop)) Post(() => handle(item));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The loop ends.
        }
        catch (Exception e)
        {
            Post(() => Task.FromException(e)); // the loop throws it
        }
    }

    private void Post(Func<Task> work) => _work.Writer.TryWrite(work);

    private void Post(Action work) => Post(() =>
    {
        work();
        return Task.CompletedTask;
    });

    private async Task OnKeyAsync(char key)
    {
        var exercise = _shown!; // the first check has started
        var toReset = _toReset;
        _toReset = null;
        view.KeyPressed();
        switch (char.ToLowerInvariant(key))
        {
            case 'h':
                var state = await progress.GiveHintAsync(exercise, _stop);
                view.Hint(exercise, state.Hints);
                break;
            case 's':
                ShowSolution(exercise);
                break;
            case 'n':
                if (progress.Next(exercise) is { } next) CheckNow(next);
                else view.Note("All six exercises are done.");
                break;
            case 'l':
                view.List();
                break;
            case 'r':
                CheckNow(exercise);
                break;
            case 'x' when toReset == exercise:
                await ResetAsync(exercise);
                break;
            case 'x':
                _toReset = exercise;
                view.Note($"Press x again to reset {LaneFiles.NameOf(exercise)}. A copy of your version is kept.");
                break;
            case 'q':
                _quit = true;
                break;
        }
    }

    private void ShowSolution(Exercise exercise)
    {
        if (files.Exists(exercise)) view.Solution(exercise);
        else view.Note(WorkshopConsole.Gone(exercise));
    }

    private async Task ResetAsync(Exercise exercise)
    {
        var backup = await reset.ResetAsync(exercise, _stop);
        view.Note(WorkshopConsole.ResetDone(exercise, backup));
        CheckNow(exercise); // a verdict on the old version would be outdated
    }

    private Task OnChangesAsync(LaneFileChanges changes)
    {
        foreach (var group in changes.Others.GroupBy(other => other.Exercise, other => other.Name))
            view.Note(WorkshopConsole.NotChecked(group.Key, group));
        if (changes.Lanes.Count == 0) return Task.CompletedTask;
        CheckFirst(_running is { IsCurrent: true } ? [.. changes.Lanes, _running.Exercise] : changes.Lanes);
        return Task.CompletedTask;
    }

    /// <summary>Checks this exercise now. A running check is given up.</summary>
    private void CheckNow(Exercise exercise) => CheckFirst([exercise]);

    private void CheckFirst(IReadOnlyList<Exercise> first)
    {
        _waiting.RemoveAll(first.Contains);
        _waiting.InsertRange(0, first.Distinct());
        _continues = false;
        _running?.GiveUp();
        StartNext();
    }

    private void StartNext()
    {
        if (_running is not null || _waiting is not [var exercise, ..]) return;
        _waiting.RemoveAt(0);
        _shown = exercise;
        view.Started(exercise, _continues);
        _continues = true;
        _running = new(exercise, files.VersionOf(exercise), CancellationTokenSource.CreateLinkedTokenSource(_stop));
        _running.Task = CheckAsync(_running);
    }

    private async Task CheckAsync(RunningCheck check)
    {
        try
        {
            var verdict = await checks.RunAsync(check.Exercise, OnPassed, check.Token);
            Post(() => OnEndedAsync(check, verdict));
        }
        catch (OperationCanceledException) when (check.Token.IsCancellationRequested)
        {
            Post(() => OnEndedAsync(check, verdict: null));
        }
        catch (Exception e)
        {
            Post(() => Task.FromException(e));
        }

        void OnPassed(string step) => Post(() =>
        {
            if (check.IsCurrent) view.Passed(step);
        });
    }

    private async Task OnEndedAsync(RunningCheck check, Verdict? verdict)
    {
        var isCurrent = check.IsCurrent;
        _running = null;
        check.Release();
        if (isCurrent && verdict is not null)
        {
            if (files.VersionOf(check.Exercise) == check.Version)
            {
                await checks.RememberAsync(verdict, _stop);
                view.Ended(verdict);
            }
            else
            {
                CheckNow(check.Exercise); // the save is not reported yet, but this verdict is outdated
            }
        }

        StartNext();
    }

    /// <summary>One check. It is current until the attendee saves or asks for another one.</summary>
    /// <param name="version">The checked version of the file.</param>
    private sealed class RunningCheck(Exercise exercise, LaneVersion? version, CancellationTokenSource cancel)
    {
        public Exercise Exercise => exercise;

        public LaneVersion? Version => version;

        public Task Task { get; set; } = Task.CompletedTask;

        public CancellationToken Token { get; } = cancel.Token;

        public bool IsCurrent => !Token.IsCancellationRequested;

        public void GiveUp() => cancel.Cancel();

        public void Release() => cancel.Dispose();
    }
}
