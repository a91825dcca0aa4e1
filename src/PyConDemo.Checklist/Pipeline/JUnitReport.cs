using System.Text;
using System.Xml;

namespace PyConDemo.Checklist.Pipeline;

/// <summary>The report in the JUnit format, which build servers show: a test case per route and rule.</summary>
internal static class JUnitReport
{
    private const string Name = "Server Health Checklist";

    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(string path, RunReport report)
    {
        using var file = new MemoryStream();
        using (var xml = XmlWriter.Create(file, new() { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            var cases = report.Rules.Select(rule => (Rule: rule, Skipped: WhySkipped(rule, report))).ToList();
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            Attribute("name", Name);
            Attribute("tests", Number(cases.Count));
            Attribute("failures", Number(cases.Count(c => Failures(c.Rule).Any())));
            Attribute("errors", "0");
            Attribute("skipped", Number(cases.Count(c => c.Skipped is not null)));
            foreach (var (rule, skipped) in cases) WriteCase(rule, skipped);
            xml.WriteEndElement();
            xml.WriteEndElement();

            void WriteCase(CollectedRule rule, string? skipped)
            {
                xml.WriteStartElement("testcase");
                Attribute("classname", rule.Route);
                Attribute("name", rule.Rule);
                if (skipped is not null)
                {
                    xml.WriteStartElement("skipped");
                    Attribute("message", skipped);
                    xml.WriteEndElement();
                }
                // Many readers show only the first failure of a case.
                if (Failures(rule).ToList() is [var first, ..] failures)
                {
                    xml.WriteStartElement("failure");
                    Attribute("type", rule.Rule);
                    Attribute("message", first.What);
                    xml.WriteString(Clean(string.Join("\n\n", failures)));
                    xml.WriteEndElement();
                }
                xml.WriteEndElement();
            }

            void Attribute(string name, string value) => xml.WriteAttributeString(name, Clean(value));
        }
        ReportFile.Write(path, file.ToArray());

        IEnumerable<Finding> Failures(CollectedRule rule)
            => FindingKey.Sort(rule.Findings.Values.Where(report.Fails), FindingKey.Of);
    }

    // A case without an element is passed, which only a healthy rule may be.
    private static string? WhySkipped(CollectedRule rule, RunReport report) => rule.State switch
    {
        HealthState.Healthy => null,
        HealthState.NotSeen => $"not seen: {rule.Note}",
        HealthState.Suppressed => $"suppressed: {rule.Note}",
        _ => rule.Findings.Values.Any(report.Fails)
            ? null
            : $"does not fail: {string.Join("; ", rule.Findings.Select(f => Why(f.Key, f.Value, report)))}",
    };

    private static string Why(FindingKey key, Finding finding, RunReport report)
    {
        if (report.Timed.Contains(finding)) return $"it depends on the machine: {finding.What}";
        return $"it is in the baseline ({report.NextBaseline[key] ?? "without a reason"}): {finding.What}";
    }

    /// <summary>Replaces the characters that XML does not allow: control characters, and halves of a pair.</summary>
    internal static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                clean.Append(text[i]).Append(text[++i]);
            else if (XmlConvert.IsXmlChar(text[i])) clean.Append(text[i]);
            else clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
        }
        return clean.ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
