namespace PyConDemo.Api.Data.Seeding;

/// <summary>Writes a line per step, and one every two seconds while rows are loaded, for logs.</summary>
public sealed class LineSeedProgress(TextWriter output, TimeProvider clock) : ISeedProgress
{
    private readonly Lock _lock = new();
    private long _start, _lastLine, _rows, _done;

    public async Task ShowAsync(long rows, Func<Task> seed)
    {
        (_start, _lastLine, _rows, _done) = (clock.GetTimestamp(), clock.GetTimestamp(), rows, 0);
        await seed();
        Write($"Seeded {rows:N0} rows in {clock.GetElapsedTime(_start).TotalSeconds:N1} s.");
    }

    public void Begin(string name) => Write($"Seeding: {name}");

    public void Loaded(long rows)
    {
        lock (_lock)
        {
            _done += rows;
            if (clock.GetElapsedTime(_lastLine) < TimeSpan.FromSeconds(2)) return;

            _lastLine = clock.GetTimestamp();
            var rate = _done / clock.GetElapsedTime(_start).TotalSeconds;
            Write($"Seeding: {_done:N0} of {_rows:N0} rows, {rate:N0} rows/s, {(_rows - _done) / rate:N0} s left");
        }
    }

    private void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
