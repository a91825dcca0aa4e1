using System.Buffers.Binary;
using System.Xml.Linq;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>Tests what is in the package.</summary>
[Collection(Alone.Name)] // it runs programs
public sealed class PackageTests(PackedLibrary library) : IClassFixture<PackedLibrary>
{
    [Fact]
    public void It_needs_only_ASP_NET_Core_10_and_the_first_Npgsql_10()
    {
        Assert.Equal(["net10.0", "net10.0"], Values("group", "targetFramework"));
        Assert.Equal(["Npgsql"], Values("dependency", "id"));
        Assert.Equal(["10.0.0"], Values("dependency", "version"));
        Assert.Equal(["Microsoft.AspNetCore.App"], Values("frameworkReference", "name"));
        Assert.All(
            typeof(Measurement).Assembly.GetReferencedAssemblies(),
            reference => Assert.Matches(
                @"^(System|Microsoft\.(AspNetCore|Extensions|Net))\b|^Npgsql$", reference.Name));
    }

    [Theory]
    [InlineData("authors")]
    [InlineData("description")]
    [InlineData("releaseNotes")]
    [InlineData("tags")]
    [InlineData("title")]
    public void It_describes_itself(string element)
    {
        var text = Text(element);
        Assert.NotEmpty(text);
        Assert.NotEqual("PyConDemo.Checklist", text); // the default of some
    }

    [Fact]
    public void It_has_a_licence_a_README_and_an_icon_of_the_size_that_feeds_show()
    {
        Assert.Equal("MIT", Text("license"));
        using var package = library.Open();
        Assert.NotNull(package.GetEntry(Text("readme")));
        using var icon = package.GetEntry(Text("icon"))!.Open();
        var start = new byte[24]; // the signature, and then the header's length, name, width and height
        icon.ReadExactly(start);
        Assert.Equal("PNG"u8, start.AsSpan(1, 3));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(start.AsSpan(16)));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(start.AsSpan(20)));
    }

    [Fact]
    public void It_has_symbols_and_documentation()
    {
        using var package = library.Open();
        Assert.NotNull(package.GetEntry("lib/net10.0/PyConDemo.Checklist.xml"));
        using var symbols = library.Open("snupkg");
        Assert.NotNull(symbols.GetEntry("lib/net10.0/PyConDemo.Checklist.pdb"));
    }

    private string Text(string element) => Assert.Single(Elements(element)).Value;

    private IEnumerable<string?> Values(string element, string attribute)
        => Elements(element).Select(e => (string?)e.Attribute(attribute));

    private IEnumerable<XElement> Elements(string name)
        => library.ReadMetadata().Descendants().Where(element => element.Name.LocalName == name);
}
