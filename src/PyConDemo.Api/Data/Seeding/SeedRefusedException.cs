namespace PyConDemo.Api.Data.Seeding;

/// <summary>The database may be somebody's real one, so nothing in it was touched. The message is one line for people.</summary>
public sealed class SeedRefusedException(string message, Exception? inner = null) : Exception(message, inner);
