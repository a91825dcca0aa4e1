using Dapper;
using Microsoft.AspNetCore.SignalR;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue.Apps;

/// <summary>A SignalR hub whose method asks the database.</summary>
internal sealed class AuthorsHub(TestDatabase db) : Hub
{
    public async Task<string> Name(int id)
    {
        await using var connection = await db.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<string>("SELECT name FROM authors WHERE id = @id", new { id });
    }
}
