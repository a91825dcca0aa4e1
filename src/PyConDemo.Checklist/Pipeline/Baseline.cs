using System.Text;
using System.Text.Json;

namespace PyConDemo.Checklist.Pipeline;

/// <summary>The findings that a team has accepted, in a file that it commits.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Exists">False if there is no file yet.</param>
/// <param name="Reasons">Why each finding is accepted; null if nobody has written it yet.</param>
internal sealed record Baseline(string Path, bool Exists, IReadOnlyDictionary<FindingKey, string?> Reasons)
{
    private const int Version = 1;

    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static Baseline Read(string path)
    {
        if (!File.Exists(path)) return new(path, Exists: false, new Dictionary<FindingKey, string?>());
        try
        {
            var json = JsonSerializer.Deserialize(File.ReadAllText(path), BaselineJsonContext.Readable.BaselineJson)
                ?? throw new InvalidDataException("it is null");
            if (json.Version != Version) throw new InvalidDataException($"version {json.Version} is unknown");
            var reasons = new Dictionary<FindingKey, string?>();
            foreach (var entry in json.Findings)
            {
                if (!HealthRules.All.Contains(entry.Rule))
                    throw new InvalidDataException($"the rule '{entry.Rule}' is unknown");
                // A merge of two branches can leave an entry twice.
                var reason = string.IsNullOrWhiteSpace(entry.Reason) ? null : entry.Reason;
                reasons[entry.Key] = reasons.GetValueOrDefault(entry.Key) ?? reason;
            }
            return new(path, Exists: true, reasons);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"The baseline '{path}' is not valid: {error.Message.TrimEnd('.')}. Correct it, or restore it from "
                + "version control. It was not changed.", error);
        }
    }

    /// <summary>Writes the file, which gets these entries. It stays the same if they are the same.</summary>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Write(IReadOnlyDictionary<FindingKey, string?> reasons)
    {
        var entries = FindingKey.Sort(reasons, r => r.Key)
            .Select(r => new BaselineEntry(r.Key.Route, r.Key.Rule, r.Key.Unit, r.Key.Statement, r.Value));
        var json = JsonSerializer.Serialize(new(Version, [.. entries]), BaselineJsonContext.Readable.BaselineJson);
        ReportFile.Write(Path, Encoding.UTF8.GetBytes($"{json}\n"));
    }
}
