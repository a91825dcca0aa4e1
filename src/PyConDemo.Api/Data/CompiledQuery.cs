using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace PyConDemo.Api.Data;

/// <summary>
/// A query that EF Core translates once, instead of looking its expression up for each request. Once per model, to be exact: a process with
/// several apps, such as the tests', has a model for each data source. Thread-safe.
/// </summary>
/// <param name="compile">Calls <c>EF.CompileAsyncQuery</c>.</param>
public sealed class CompiledQuery<TQuery>(Func<TQuery> compile) where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> _queries = [];

    /// <summary>The query for this context's model.</summary>
    public TQuery On(DemoDb db) => _queries.GetValue(db.Model, _ => compile());
}
