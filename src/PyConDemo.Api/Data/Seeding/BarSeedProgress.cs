using Spectre.Console;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>One bar over all rows, with rows, rate and time left.</summary>
public sealed class BarSeedProgress(IAnsiConsole console) : ISeedProgress
{
    private ProgressTask? _bar;

    public Task ShowAsync(long rows, Func<Task> seed) => console.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(), new RemainingTimeColumn())
        .StartAsync(async progress =>
        {
            _bar = progress.AddTask("seeding", maxValue: rows);
            await seed();
            _bar.StopTask();
        });

    public void Begin(string name) => _bar?.Description(Markup.Escape(name));

    public void Loaded(long rows) => _bar?.Increment(rows);
}
