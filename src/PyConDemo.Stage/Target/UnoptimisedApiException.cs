using PyConDemo.ApiClient;

namespace PyConDemo.Stage.Target;

/// <summary>The API is a build whose numbers mean nothing.</summary>
public sealed class UnoptimisedApiException(string message) : ApiException(message);
