using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>Rows so far and rows per second.</summary>
public sealed class RateColumn : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0} rows, {task.Speed ?? 0:N0}/s"));
}
