namespace PyConDemo.Postgres;

/// <summary>No source of PostgreSQL can serve. The message is for people: what was tried, and what to install.</summary>
public sealed class PostgresUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
