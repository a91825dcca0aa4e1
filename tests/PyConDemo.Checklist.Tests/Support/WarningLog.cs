using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>Keeps the checklist's errors, warnings and information.</summary>
public sealed class WarningLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _information = new();

    public IReadOnlyCollection<string> Warnings => _warnings;
    public IReadOnlyCollection<string> Errors => _errors;
    public IReadOnlyCollection<string> Information => _information;

    public ILogger CreateLogger(string categoryName)
        => categoryName == "PyConDemo.Checklist" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.Information) _information.Enqueue(formatter(state, exception));
        if (logLevel == LogLevel.Warning) _warnings.Enqueue(formatter(state, exception));
        if (logLevel == LogLevel.Error) _errors.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
