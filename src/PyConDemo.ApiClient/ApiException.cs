namespace PyConDemo.ApiClient;

/// <summary>Talking to an API failed. The message is one line that a person can act on.</summary>
public abstract class ApiException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The API could not be started.</summary>
public sealed class ApiStartException(string message, Exception? inner = null) : ApiException(message, inner);

/// <summary>Nothing answers at the address, or it did not get ready in time.</summary>
public sealed class ApiUnreachableException(string message, Exception? inner = null) : ApiException(message, inner);

/// <summary>The API answers, but not what was asked for.</summary>
public abstract class UnexpectedAnswerException(string message, Exception? inner = null) : ApiException(message, inner);

/// <summary>The program that answers is not this demo, or another version of it.</summary>
public sealed class OtherApiException(string message, Exception? inner = null) : UnexpectedAnswerException(message, inner);

/// <summary>The API answered an error.</summary>
public sealed class ApiErrorException(string message) : UnexpectedAnswerException(message);

/// <summary>
/// The API declined the request and said why: its data is too small for the requested page, for instance. The message is its own.
/// </summary>
public sealed class ApiDeclinedException(string detail) : UnexpectedAnswerException(detail);
