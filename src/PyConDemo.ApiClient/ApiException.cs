namespace PyConDemo.ApiClient;

/// <summary>Talking to an API failed. The message is one line that a person can act on.</summary>
public abstract class ApiException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The API could not be started.</summary>
public sealed class ApiStartException(string message, Exception? inner = null) : ApiException(message, inner);

/// <summary>Nothing answers at the address, or the API did not get ready in time.</summary>
public sealed class ApiUnreachableException(string message, Exception? inner = null) : ApiException(message, inner);

/// <summary>The API answers, but with something else than expected.</summary>
public abstract class UnexpectedAnswerException(string message, Exception? inner = null)
    : ApiException(message, inner);

/// <summary>The program that answers is not this demo, or is another version of it.</summary>
public sealed class OtherApiException(string message, Exception? inner = null)
    : UnexpectedAnswerException(message, inner);

/// <summary>The API answered with an error.</summary>
public sealed class ApiErrorException(string message) : UnexpectedAnswerException(message);

/// <summary>The API refused the request, for instance because its data is too small. The message is its own.</summary>
public sealed class ApiDeclinedException(string detail) : UnexpectedAnswerException(detail);

/// <summary>A name or number from the user does not exist. The message lists what does.</summary>
public sealed class InvalidInputException(string message) : Exception(message);
