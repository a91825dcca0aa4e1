namespace PyConDemo.Checklist.Plans;

/// <summary>Says why PostgreSQL gave no plan.</summary>
internal static class PlanFailure
{
    public static PlanAnswer Explain(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } =>
            Temporary("PostgreSQL needed too long to explain the statement."),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } refused => PlanAnswer.No(
            $"PostgreSQL refused to explain it: {refused.MessageText}. "
                + "A temporary table exists only in its own session."),
        // The message of a data exception contains a value.
        PostgresException refused when refused.SqlState.StartsWith("22", StringComparison.Ordinal) =>
            PlanAnswer.No($"PostgreSQL refused to explain it: error {refused.SqlState}."),
        PostgresException { IsTransient: false, InvariantSeverity: "ERROR" } refused =>
            PlanAnswer.No($"PostgreSQL refused to explain it: {refused.MessageText}."),
        PostgresException { InvariantSeverity: "ERROR" } busy =>
            Temporary($"PostgreSQL could not explain it now: {busy.MessageText}."),
        NotSupportedException => PlanAnswer.No(error.Message),
        InvalidCastException or InvalidOperationException or ArgumentException =>
            PlanAnswer.No("The statement's parameters can't be sent again: the checklist doesn't know their types."),
        NpgsqlException or TimeoutException => Temporary($"The checklist could not connect: {error.Message}"),
        _ => PlanAnswer.No($"The checklist could not read the plan: {error.Message}"),
    };

    private static PlanAnswer Temporary(string whyNot) => PlanAnswer.No(whyNot) with { Temporary = true };
}
