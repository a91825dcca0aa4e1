using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PyConDemo.Api.ErrorHandling;

/// <summary>Answers 200 Healthy, or a 503 that says what is wrong.</summary>
public static class HealthResponse
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
        => report.Status == HealthStatus.Healthy
            ? TypedResults.Text(nameof(HealthStatus.Healthy)).ExecuteAsync(context)
            : context.AnswerUnavailableAsync(string.Join(' ', report.Entries.Values
                .Where(check => check.Status != HealthStatus.Healthy)
                .Select(Explain)));

    // The description of a check that threw is the exception's message, which is for the log.
    private static string Explain(HealthReportEntry check)
        => check.Description is null || check.Description == check.Exception?.Message
            ? "A check has failed."
            : check.Description;
}
