namespace PyConDemo.ApiClient;

/// <summary>A name or a number that the user gave does not exist. The message says what does.</summary>
public sealed class InvalidInputException(string message) : Exception(message);
