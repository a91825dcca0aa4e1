namespace PyConDemo.Api.Storage;

/// <summary>What is kept in the object store; each kind has a prefix of its own.</summary>
public enum ObjectKind
{
    Images,
    Reports,
}
