namespace PyConDemo.Api.Data.Seeding;

/// <summary>The data was loaded, but is not what it should be: a count, a checksum or a query plan differs. The message says which.</summary>
public sealed class SeedVerificationException(string message, Exception? inner = null) : Exception(message, inner);
