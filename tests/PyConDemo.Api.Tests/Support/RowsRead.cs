using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PyConDemo.Api.Tests.Support;

/// <summary>How many rows EF Core read from each command's answer, in the order of their ends.</summary>
public sealed class RowsRead : DbCommandInterceptor
{
    private readonly List<int> perCommand = [];

    public IReadOnlyList<int> PerCommand => perCommand;

    // The count includes the last call to Read, the one that found no row.
    public override InterceptionResult DataReaderClosing(DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
        => Note(eventData, result);

    public override ValueTask<InterceptionResult> DataReaderClosingAsync(
        DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
        => ValueTask.FromResult(Note(eventData, result));

    private InterceptionResult Note(DataReaderClosingEventData data, InterceptionResult result)
    {
        perCommand.Add(data.ReadCount - 1);
        return result;
    }
}
