"""The demonstration city: 曲阜市（示例）on 15 March 2021.

Public facts are its ten-line, 92-project programme and the projects that were named in the
press; everything else, and every person, is invented and carries 示例.
"""
