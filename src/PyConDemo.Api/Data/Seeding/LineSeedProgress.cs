namespace PyConDemo.Api.Data.Seeding;

/// <summary>Writes a line at the start, every two seconds, and at the end, for logs and for the stage.</summary>
public sealed class LineSeedProgress(TextWriter output, TimeProvider clock) : ISeedProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long _rows, _done;
    private volatile string _step = "tables";

    public async Task ShowAsync(long rows, Func<Task> seed)
    {
        (_rows, _done) = (rows, 0);
        var start = clock.GetTimestamp();
        Write($"Seeding: {rows:N0} rows …");
        // A timer, because an index may take longer than all rows, and nothing is loaded meanwhile.
        await using (clock.CreateTimer(_ => WriteStep(), null, Interval, Interval)) await seed();
        Write($"Seeded {rows:N0} rows in {clock.GetElapsedTime(start).TotalSeconds:N1} s.");
    }

    /// <param name="name">The file's: 22-load-orders.sql is written as "orders".</param>
    public void Begin(string name) => _step = Path.GetFileNameWithoutExtension(name)
        .TrimStart([.. "0123456789-"])
        .Replace("load-", "", StringComparison.Ordinal).Replace('-', ' ');

    public void Loaded(long rows) => Interlocked.Add(ref _done, rows);

    private void WriteStep()
        => Write($"Seeding: {_step}, {Interlocked.Read(ref _done):N0} of {_rows:N0} rows are loaded");

    private void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
