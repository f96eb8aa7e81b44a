using System.Text;
using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tests.Numpy;

public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }   \n")]
    [InlineData("""{"shape":(2,3),"fortran_order":False,"descr":"<f4"}""")]
    [InlineData("{ 'descr' : '<f4' ,'shape': [2L, 3L], 'fortran_order':False}")]
    public void Headers_parse_in_every_spelling_that_writers_use(string text)
    {
        var entries = Assert.IsType<Dictionary<string, object?>>(Parse(text));

        Assert.Equal("<f4", entries["descr"]);
        Assert.Equal(false, entries["fortran_order"]);
        Assert.Equal([2L, 3L], Assert.IsType<object?[]>(entries["shape"]));
    }

    [Fact]
    public void Tuples_may_be_empty_and_hold_any_literal()
    {
        Assert.Equal([], Assert.IsType<object?[]>(Parse("()")));
        Assert.Equal([null, true, -5L], Assert.IsType<object?[]>(Parse("(None, True, -5,)")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{'a'}")]
    [InlineData("{'a': 1 'b': 2}")]
    [InlineData("{'a': 1, 'a': 2}")]
    [InlineData("{1: 2}")]
    [InlineData("(1 2)")]
    [InlineData("(1,")]
    [InlineData("'open")]
    [InlineData("'\\x41'")]
    [InlineData("1 2")]
    [InlineData("-")]
    [InlineData("99999999999999999999")]
    [InlineData("__import__('os')")]
    [InlineData("((((((((((((((((((((1))))))))))))))))))))")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => Parse(text));

    private static object? Parse(string text) => PythonLiteral.Parse(Encoding.UTF8.GetBytes(text));
}
