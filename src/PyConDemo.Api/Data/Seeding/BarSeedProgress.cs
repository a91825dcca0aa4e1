using Spectre.Console;
using Spectre.Console.Rendering;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>Shows one bar over all rows, with the rows, the rate and the time left.</summary>
public sealed class BarSeedProgress(IAnsiConsole console) : ISeedProgress
{
    private ProgressTask? _bar;

    public Task ShowAsync(long rows, Func<Task> seed) => console.Progress()
        .Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(),
            new RemainingTimeColumn())
        .StartAsync(async progress =>
        {
            _bar = progress.AddTask("seeding", maxValue: rows);
            await seed();
            _bar.StopTask();
        });

    public void Begin(string name) => _bar?.Description(Markup.Escape(name));

    public void Loaded(long rows) => _bar?.Increment(rows);

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
            => new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0} rows, {task.Speed ?? 0:N0}/s"));
    }
}
