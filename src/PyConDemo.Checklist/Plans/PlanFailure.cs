namespace PyConDemo.Checklist.Plans;

/// <summary>Says why PostgreSQL gave no plan.</summary>
internal static class PlanFailure
{
    public static PlanAnswer Explain(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => Temporary(
            "PostgreSQL needed longer than two seconds to plan the statement. Send the request again when the "
                + "database is less busy."),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } refused => PlanAnswer.No(
            $"PostgreSQL refused to explain the statement: {refused.MessageText}. A temporary table exists only in its "
                + "own session. Run EXPLAIN there."),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused => PlanAnswer.No(
            $"PostgreSQL refused to explain the statement: {refused.MessageText}. Let the data source's own user read "
                + "the table."),
        // The message of a data exception contains a value.
        PostgresException refused when refused.SqlState.StartsWith("22", StringComparison.Ordinal) => PlanAnswer.No(
            $"PostgreSQL refused to explain the statement, because a value does not fit: error {refused.SqlState}. Run "
                + "EXPLAIN yourself."),
        PostgresException { IsTransient: false, InvariantSeverity: "ERROR" } refused => PlanAnswer.No(
            $"PostgreSQL refused to explain the statement: {refused.MessageText}. Run EXPLAIN yourself."),
        PostgresException { InvariantSeverity: "ERROR" } busy => Temporary(
            $"PostgreSQL could not explain the statement now: {busy.MessageText}. Send the request again."),
        NotSupportedException => PlanAnswer.No(error.Message),
        InvalidCastException or InvalidOperationException or ArgumentException => PlanAnswer.No(
            "The statement's parameters can't be sent again, because the checklist doesn't know their types. Set "
                + "their NpgsqlDbType."),
        NpgsqlException or TimeoutException => Temporary(
            $"The checklist could not connect to explain the statement: {Sentence(error)} It needs a connection "
                + "besides the program's."),
        _ => PlanAnswer.No(
            $"The checklist could not read the statement's plan: {Sentence(error)} Run EXPLAIN yourself."),
    };

    private static string Sentence(Exception error) => $"{error.Message.TrimEnd('.')}.";

    private static PlanAnswer Temporary(string whyNot) => PlanAnswer.No(whyNot) with { Temporary = true };
}
