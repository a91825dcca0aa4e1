using PyConDemo.ApiClient;
using PyConDemo.Workshop.ClassView;

namespace PyConDemo.Workshop.Tests.ClassView;

/// <summary>An attendee joins once, and can leave.</summary>
public sealed class ClassMembershipTests : IDisposable
{
    private const string Address = "http://192.0.2.7:5190/";
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Who_joins_again_stays_the_same_attendee()
    {
        Assert.Null(ClassMembership.Read(_folder.Path));
        var first = ClassMembership.Join(_folder.Path, Address, " Ada ");
        Assert.Equal(new ClassMembership(new(Address), "Ada", first.Id), ClassMembership.Read(_folder.Path));
        Assert.Equal(first.Id, ClassMembership.Join(_folder.Path, Address, "Ada L.").Id);
        ClassMembership.Leave(_folder.Path);
        Assert.Null(ClassMembership.Read(_folder.Path));
        ClassMembership.Leave(_folder.Path);
    }

    [Theory]
    [InlineData("192.168.1.20:5190", "Ada")]
    [InlineData("ftp://192.168.1.20", "Ada")]
    [InlineData("", "Ada")]
    [InlineData(Address, " ")]
    [InlineData(Address, "a name of more than 24 characters")]
    [InlineData(Address, "a\tb")]
    public void A_mistyped_class_is_refused(string address, string name)
    {
        Assert.Throws<InvalidInputException>(() => ClassMembership.Join(_folder.Path, address, name));
        Assert.Null(ClassMembership.Read(_folder.Path));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    public void A_damaged_file_is_no_class(string text)
    {
        _folder.File("class.json", text);
        Assert.Null(ClassMembership.Read(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
