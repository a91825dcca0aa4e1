// Right
// A small mapper in the style of Dapper fills its own record; no ETag, and nothing may be kept.
using System.Data.Common;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private const string Sql = """
        SELECT id AS "Id", name AS "Name", brand AS "Brand", price AS "Price",
            concat('/images/', image_hash) AS "ImageUrl"
        FROM products
        ORDER BY id
        FETCH FIRST @size ROWS ONLY
        """;

    /// <summary>Products for a list, as rows of its own type.</summary>
    [CompressedAnswer]
    public static async Task<IResult> GetProducts(
        NpgsqlDataSource source,
        HttpResponse response,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        response.Headers.CacheControl = "no-store";
        var products = await QueryAsync<Card>(source, Sql, new { size }, cancellationToken);
        return Results.Ok(new { products });
    }

    private static async Task<List<T>> QueryAsync<T>(
        NpgsqlDataSource source,
        string sql,
        object parameters,
        CancellationToken cancellationToken)
        where T : new()
    {
        await using DbCommand command = source.CreateCommand(sql);
        foreach (var property in parameters.GetType().GetProperties())
            {
                var value = property.GetValue(parameters);
                command.Parameters.Add(new NpgsqlParameter(property.Name, value));
            }

        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var columns = row.GetColumnSchema()
            .Select((column, n) => (Place: n, Property: typeof(T).GetProperty(column.ColumnName)!))
            .ToArray();
        var rows = new List<T>();
        while (await row.ReadAsync(cancellationToken))
        {
            object one = new T();
            foreach (var (place, property) in columns) property.SetValue(one, row.GetValue(place));
            rows.Add((T)one);
        }

        return rows;
    }

    public sealed class Card
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
        public string Brand { get; set; } = "";
        public decimal Price { get; set; }
        public string ImageUrl { get; set; } = "";
    }
}
