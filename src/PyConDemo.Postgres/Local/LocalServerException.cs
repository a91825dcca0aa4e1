namespace PyConDemo.Postgres.Local;

/// <summary>A local cluster can't be had; the message is one line for people.</summary>
internal sealed class LocalServerException(string message, Exception? inner = null) : Exception(message, inner);
